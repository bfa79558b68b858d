//! One school year of a board with three schools, from the first self-evaluation to the step to the next
//! edition: all the parts of the Check after each other, each with what the others made of it.

mod agreements;
mod beside;
mod colleagues;
mod inspected;
mod next_edition;
mod scored;
mod system;
mod visitor;
mod world;

use akoki_tests::both_stores;

both_stores! {
    fn a_board_walks_through_one_school_year_of_judging_and_following_up(store) {
        let mut year = world::begin(store).await;
        let told = scored::held_together(&mut year).await;
        let first = agreements::made(&mut year).await;
        let scored = scored::each_for_themselves(&mut year).await;
        let visit = colleagues::planned(&mut year).await;
        visitor::comes_and_goes(&mut year, &visit).await;
        let cycle = colleagues::followed_up(&mut year, &visit).await;
        let audit = system::with_a_major(&mut year).await;
        system::answered(&mut year, &audit).await;
        let visited = inspected::with_two_orders(&mut year).await;
        system::put_right(&mut year, &audit).await;
        inspected::one_met_and_one_missed(&mut year, &visited).await;
        agreements::looked_at(&mut year, first).await;
        beside::at_the_end_of_the_year(&mut year, &scored, &visit).await;
        next_edition::taken(&mut year, cycle).await;
        beside::in_the_new_year(&mut year, &scored).await;
        beside::the_year_as_a_whole(&mut year, &told, &scored).await;
    }
}
